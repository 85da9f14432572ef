"""One function a letter."""
