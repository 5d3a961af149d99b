"""Taking over the MUC-4 terrorism templates: texts, keys and the words that they quote."""
