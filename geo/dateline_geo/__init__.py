"""Where: toponyms found in text and resolved to places in an embedded gazetteer."""
