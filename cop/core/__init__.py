"""What every room needs in order to exist: base page, components, caching, calendars, health."""
