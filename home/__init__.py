"""Home page, standard pages, my page."""
