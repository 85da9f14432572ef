"""Pages of the library over HTTP."""
