"""The languages that pages, forms and reasons speak; the first is what the rest is translated from."""

LANGUAGES = ("en", "ps", "fa-AF", "ar")
