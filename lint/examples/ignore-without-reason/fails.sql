-- sqlbundle:nolint ban-drop-table
DROP TABLE legacy;
