CREATE ROLE reporting;
