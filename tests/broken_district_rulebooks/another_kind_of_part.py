"""A region written as its bare code, and a test where a criterion belongs."""

from tiertrack.rulebooks.zh import 自主品牌

from ._parts import 一版

各版本 = (一版(自主品牌, region="500113"),)
