"""Official records and posted lists -> procedures, with what is wrong with them."""
