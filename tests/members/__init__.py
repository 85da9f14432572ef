"""Tests of accounts, profiles and organisations."""
