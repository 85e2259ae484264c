"""The instruments of Chongqing, and the defaults of what a district may rule itself."""
