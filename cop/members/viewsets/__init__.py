"""The staff's pages about members and organisations in the Wagtail admin."""
