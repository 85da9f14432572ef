"""The library: presentations, publications and good practices that can be found, cited and followed."""
