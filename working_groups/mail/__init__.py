"""Mail of the groups: addresses and headers, and reading what comes in. Nothing here asks the database."""
