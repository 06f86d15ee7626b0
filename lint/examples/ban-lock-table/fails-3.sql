LOCK active_users IN SHARE MODE;
