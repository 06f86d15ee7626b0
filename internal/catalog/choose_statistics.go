package catalog

// ChooseStatisticsName is the first name of this kind that no statistics object
// in a schema has (ChooseExtendedStatisticName, statscmds.c).
func (c *Catalog) ChooseStatisticsName(name1, name2 string, schema OID) string {
	return choose(name1, name2, "stat", func(name string) bool {
		return c.Find(ClassStatistics, schema, name) != nil
	})
}
