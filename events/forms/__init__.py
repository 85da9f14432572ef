"""Forms of the events room: cleaning what people send."""
