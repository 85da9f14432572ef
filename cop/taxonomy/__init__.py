"""Shared vocabularies: regions, topics, fulfilment criteria, stakeholder types."""
