"""People: accounts, profiles, organisations."""
