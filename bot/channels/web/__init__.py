"""The web page: a chat in the browser, without an account and without anything from elsewhere."""
