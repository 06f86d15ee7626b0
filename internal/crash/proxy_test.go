package crash

import (
	"fmt"
	"net"
	"sync/atomic"
	"time"
)

// Proxy carries one psql's session to a server and cuts it at one message. The
// fields are set before [Proxy.Listen].
type Proxy struct {
	// Socket is the server's Unix socket.
	Socket string
	// At is the message, counted from 1 behind the startup packet, at which the
	// session is cut; 0 for none.
	At int
	// Way is how.
	Way Way
	// Prepare is called before the message at which the session is cut; Strike
	// behind it, when the server has the message, with the backend's process and
	// a channel that holds a value when the backend has answered. Either may be nil.
	Prepare func()
	Strike  func(pid int, answered <-chan struct{})

	listener net.Listener
	messages []Message
	pid      atomic.Int64
	cut      bool
	mute     atomic.Bool
	ready    chan struct{}
	done     chan error
}

// Way is what happens to a session at the message at which it is cut.
type Way string

// The ways. What ends psql, the backend or the server is done by Strike.
const (
	// Before keeps the message from the server and closes both connections.
	Before Way = "before"
	// After lets the server finish it, keeps the answer from psql and closes both.
	After Way = "after"
	// During closes both as soon as the server has the message.
	During Way = "during"
	// Kill ends psql with SIGKILL as soon as the server has the message.
	Kill Way = "kill"
	// Terminate ends the backend, whose last words psql hears.
	Terminate Way = "terminate"
	// Crash stops the server at once and starts it again.
	Crash Way = "crash"
)

// patience is how long a backend may take to end or to answer.
const patience = 60 * time.Second

// Listen opens a port for one psql; Address says where.
func (p *Proxy) Listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("opening a port for psql: %w", err)
	}
	p.listener = listener
	p.ready = make(chan struct{}, 1)
	p.done = make(chan error, 1)
	go func() { p.done <- p.accept() }()
	return nil
}

// Address is the host and the port that psql is to connect to.
func (p *Proxy) Address() (host, port string) {
	host, port, _ = net.SplitHostPort(p.listener.Addr().String())
	return host, port
}

// Close ends the proxy, once psql has ended, and waits for it. The error says
// what kept the session from being carried, not that it was cut.
func (p *Proxy) Close() error {
	p.listener.Close()
	return <-p.done
}

// Messages are what psql has sent, the one at which the session was cut
// included. It is valid after [Proxy.Close].
func (p *Proxy) Messages() []Message { return p.messages }

// Cut tells whether the session came as far as the cut. It is valid after
// [Proxy.Close].
func (p *Proxy) Cut() bool { return p.cut }

// accept takes the one session; none is no error, for psql may never have come.
func (p *Proxy) accept() error {
	client, err := p.listener.Accept()
	if err != nil {
		return nil
	}
	defer client.Close()
	server, err := net.Dial("unix", p.Socket)
	if err != nil {
		return fmt.Errorf("connecting to the server: %w", err)
	}
	if err := startup(client, server); err != nil {
		server.Close()
		return err
	}
	answers := make(chan struct{})
	go func() {
		defer close(answers)
		p.answers(client, server)
	}()
	err = p.carry(client, server, answers)
	client.Close()
	server.Close()
	<-answers
	return err
}

// startup carries the first packet, and refuses encryption.
func startup(client, server net.Conn) error {
	for {
		m, err := ReadMessage(client, true)
		if err != nil {
			return fmt.Errorf("reading psql's startup packet: %w", err)
		}
		if !m.encryption() {
			_, err = server.Write(m.Bytes())
			return err
		}
		if _, err := client.Write([]byte{'N'}); err != nil {
			return err
		}
	}
}

// answers carries what the server says until one side has gone.
func (p *Proxy) answers(client, server net.Conn) {
	for {
		m, err := ReadMessage(server, false)
		if err != nil {
			return
		}
		if pid := m.pid(); pid != 0 {
			p.pid.Store(int64(pid))
		}
		if m.Kind == readyForQuery {
			// Said before psql hears of it, so that it never counts for psql's next message.
			select {
			case p.ready <- struct{}{}:
			default:
			}
		}
		if p.mute.Load() {
			continue
		}
		if _, err := client.Write(m.Bytes()); err != nil {
			p.mute.Store(true)
		}
	}
}

// carry carries psql's messages as far as the cut or the end of the session.
func (p *Proxy) carry(client, server net.Conn, answers <-chan struct{}) error {
	for {
		m, err := ReadMessage(client, false)
		if err != nil {
			return nil // psql has gone, or the server has and psql with it
		}
		p.messages = append(p.messages, m)
		if len(p.messages) == p.At {
			p.cut = true
			return p.strike(m, server, answers)
		}
		if _, err := server.Write(m.Bytes()); err != nil {
			<-answers
			return nil
		}
	}
}

// strike cuts the session at a message. The connections are closed when it
// returns.
func (p *Proxy) strike(m Message, server net.Conn, answers <-chan struct{}) error {
	if p.Way == Before {
		return nil
	}
	select { // the answer to the message before
	case <-p.ready:
	default:
	}
	if p.Prepare != nil {
		p.Prepare()
	}
	p.mute.Store(p.Way != Terminate)
	if _, err := server.Write(m.Bytes()); err != nil {
		return fmt.Errorf("handing message %d to the server: %w", p.At, err)
	}
	if p.Strike != nil {
		p.Strike(int(p.pid.Load()), p.ready)
	}
	switch p.Way {
	case After:
		return p.wait("to answer", p.ready, answers)
	case Terminate:
		return p.wait("to end", nil, answers)
	}
	return nil
}

// wait waits for an answer or for the end of the server's side.
func (p *Proxy) wait(what string, ready, answers <-chan struct{}) error {
	select {
	case <-ready:
	case <-answers:
	case <-time.After(patience):
		return fmt.Errorf("waited %s for the backend %s", patience, what)
	}
	return nil
}
