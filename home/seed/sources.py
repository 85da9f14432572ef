"""Works that several pages name as their sources."""

HANDBOOK = {
    "title": "Implementing Smart Specialisation: A Handbook",
    "authors": "Gianelle, C.; Kyriakou, D.; Cohen, C.; Przeor, M. (eds)",
    "year": 2016,
    "publisher": "Brussels: European Commission, EUR 28053 EN",
    "doi": "10.2791/53569",
    "note": "How to put a strategy into practice, from choosing priorities to following them up.",
}

REGULATION = {
    "title": "Regulation (EU) 2021/1060",
    "authors": "European Parliament; Council of the European Union",
    "year": 2021,
    "publisher": "Official Journal of the European Union",
    "address": "https://eur-lex.europa.eu/eli/reg/2021/1060/oj",
    "note": "Its Annex IV sets out enabling condition 1.1 with the seven fulfilment criteria.",
}
