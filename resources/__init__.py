"""The library: for now the sources that the site cites; the library itself comes with its own issue."""
