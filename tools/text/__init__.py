"""Reading text: cleaning, normalising, language, search terms, sentences, word patterns."""
