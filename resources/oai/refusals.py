"""What the protocol refuses, by its own codes."""

from enum import StrEnum


class Code(StrEnum):
    """Error codes of OAI-PMH 2.0 that can occur here: each record has its one format, so noMetadataFormats cannot."""

    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105
    BAD_VERB = "badVerb"
    NO_FORMAT = "cannotDisseminateFormat"
    NO_ITEM = "idDoesNotExist"
    NOTHING = "noRecordsMatch"


class Refused(Exception):
    """Refuses a request with a code of the protocol and a sentence."""

    def __init__(self, code: Code, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words
