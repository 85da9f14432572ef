"""What members and visitors are owed: consent to cookies, their data exported and erased, retention, terms."""
