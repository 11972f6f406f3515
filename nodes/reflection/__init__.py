"""The steps by which a day is looked back on, at night and without anybody waiting."""
