"""The instruments of ministries and of the nation, one module each."""
