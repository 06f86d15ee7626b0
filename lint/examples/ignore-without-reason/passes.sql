-- sqlbundle:nolint ban-drop-table -- nobody has read it since May
DROP TABLE legacy;
