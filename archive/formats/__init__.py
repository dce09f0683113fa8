"""How a language writes dates where we differ from Django: a package a locale, found through FORMAT_MODULE_PATH."""
