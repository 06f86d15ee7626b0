TRUNCATE legacy;
