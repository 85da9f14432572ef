"""How pages of files in the library are drawn."""

from cop.core.extraction import Drawing

# A slide fills a screen; its small picture stands in lists. More pages than this have their text alone.
DRAWING = Drawing(width=1600, small=480, most=80, office=True)
