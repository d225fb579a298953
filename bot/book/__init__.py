"""The booklet: the shipped knowledge base as pages to print, post and review."""
