"""The library for repositories that harvest: OAI-PMH 2.0, in Dublin Core. Reads requests and writes XML;
what there is to harvest says `resources.selectors.harvest`."""
