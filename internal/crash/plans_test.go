package crash

import (
	"math/rand/v2"
)

// everyPlan lists all trials of a history but those that stop the server: every
// message in every way, and pairs of cuts by chance, as many as messages. With
// fewer ways each message gets the next ones, on another version others.
func (p *prepared) everyPlan(chance *rand.Rand) []plan {
	var all []plan
	turn := p.server.Major
	for _, m := range []mode{upgradeMode, rollbackMode, backMode} {
		for i, message := range p.messages(m) {
			for range min(*ways, len(everyWay)) {
				all = append(all, plan{mode: m, first: cut{at: i + 1, way: everyWay[turn%len(everyWay)]}})
				turn++
			}
			if message.waits() {
				held := []Way{During, Terminate, Kill}
				if *ways < len(everyWay) {
					held = held[turn%3 : turn%3+1]
				}
				all = append(all, message.held(m, i+1, held...)...)
			}
			turn++
		}
	}
	for i := 0; i < len(p.upgrade); i += max(1, len(everyWay) / *ways) {
		all = append(all, p.pair(chance, i+1), p.pairBack(chance, i+1))
	}
	for i, message := range p.inside {
		for range min(*ways, len(everyWay)) {
			all = append(all, plan{mode: insideMode, second: cut{at: i + 1, way: everyWay[turn%len(everyWay)]}})
			turn++
		}
		if message.waits() {
			for _, held := range message.held(insideMode, i+1, During, Terminate, Kill) {
				held.first, held.second = cut{}, held.first
				all = append(all, held)
			}
		}
		turn++
	}
	return all
}

// everyWay are the ways to cut at any message.
var everyWay = []Way{Before, After, During, Terminate, Kill}

// everyCrash lists the trials that stop the server: each statement that waits,
// while it does, and every n-th other message.
func (p *prepared) everyCrash(n int) []plan {
	var all []plan
	for _, m := range []mode{upgradeMode, rollbackMode, backMode} {
		for i, message := range p.messages(m) {
			if message.waits() {
				all = append(all, message.held(m, i+1, Crash)...)
			} else if i%n == 0 {
				all = append(all, plan{mode: m, first: cut{at: i + 1, way: Crash}})
			}
		}
	}
	return all
}

// messages are those of the run that a mode cuts.
func (p *prepared) messages(m mode) []Message {
	if m == rollbackMode {
		return p.rollback
	}
	return p.upgrade
}

// held are cuts of a statement that waits, for each reason that it may have.
func (m Message) held(mode mode, at int, ways ...Way) []plan {
	var all []plan
	for _, way := range ways {
		for _, hold := range holdsUp(m.String()) {
			all = append(all, plan{mode: mode, first: cut{at: at, way: way, hold: hold}})
		}
	}
	return all
}

// pair cuts at a message, then by chance: the second run sends what is left to
// do, so that its later messages are those of few runs.
func (p *prepared) pair(chance *rand.Rand, at int) plan {
	left := len(p.upgrade) - at + 20
	return plan{
		mode:   twiceMode,
		first:  cut{at: at, way: everyWay[chance.IntN(len(everyWay))]},
		second: cut{at: 1 + chance.IntN(left), way: everyWay[chance.IntN(len(everyWay))]},
	}
}

// pairBack cuts the upgrade at a message, and the rollback from there by chance.
func (p *prepared) pairBack(chance *rand.Rand, at int) plan {
	return plan{
		mode:   insideMode,
		first:  cut{at: at, way: everyWay[chance.IntN(len(everyWay))]},
		second: cut{at: 1 + chance.IntN(len(p.rollback)), way: everyWay[chance.IntN(len(everyWay))]},
	}
}

// sample takes plans by chance, as many of each mode as the quota says; of each
// mode one that makes a statement wait, if there is any.
func sample(chance *rand.Rand, all []plan, quota int) []plan {
	left := map[mode]int{}
	holding := map[mode]int{}
	for _, m := range modes() {
		left[m], holding[m] = quota, 1
	}
	var taken []plan
	for _, i := range chance.Perm(len(all)) {
		m, count := all[i].mode, left
		if all[i].first.hold != noHold || all[i].second.hold != noHold {
			count = holding
		}
		if count[m] > 0 {
			count[m]--
			taken = append(taken, all[i])
		}
	}
	return taken
}
