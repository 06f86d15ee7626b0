package crash

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Message is one message of the frontend protocol (PostgreSQL 18, 54.7):
// between client and server in either direction.
type Message struct {
	// Kind is the type byte; 0 for the startup packet and what may come before it.
	Kind byte
	Body []byte
}

// The kinds that the proxy has to know.
const (
	query         = 'Q' // a simple query
	terminate     = 'X' // the client says good-bye
	readyForQuery = 'Z' // the server has finished
	backendKey    = 'K' // the server names its process
)

// Requests that stand before a startup packet: their code in its place.
const (
	sslRequest    = 80877103
	gssEncRequest = 80877104
)

// largest is more than any message here holds; a length above it means that the
// two sides speak of different things.
const largest = 64 << 20

// ReadMessage reads a message; the startup packet and the requests before it
// have no type byte. The error is io.EOF where the stream ends before one.
func ReadMessage(r io.Reader, startup bool) (Message, error) {
	var m Message
	header := make([]byte, 5)
	if startup {
		header = header[1:]
	}
	if _, err := io.ReadFull(r, header); err != nil {
		return m, err
	}
	if !startup {
		m.Kind = header[0]
		header = header[1:]
	}
	length := binary.BigEndian.Uint32(header)
	if length < 4 || length > largest {
		return m, fmt.Errorf("reading a message: its length is %d", length)
	}
	m.Body = make([]byte, length-4)
	if _, err := io.ReadFull(r, m.Body); err != nil {
		return m, fmt.Errorf("reading a message: %w", err)
	}
	return m, nil
}

// Bytes is the message as it stands on the wire.
func (m Message) Bytes() []byte {
	var b []byte
	if m.Kind != 0 {
		b = append(b, m.Kind)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(m.Body)+4))
	return append(b, m.Body...)
}

// String is a query's text, or what another message is.
func (m Message) String() string {
	switch m.Kind {
	case query:
		return strings.TrimSpace(string(bytes.TrimRight(m.Body, "\x00")))
	case terminate:
		return "(end of the session)"
	}
	return fmt.Sprintf("(message of kind %q)", m.Kind)
}

// encryption tells whether a packet asks for encryption, which is refused.
func (m Message) encryption() bool {
	if m.Kind != 0 || len(m.Body) != 4 {
		return false
	}
	code := binary.BigEndian.Uint32(m.Body)
	return code == sslRequest || code == gssEncRequest
}

// pid is the process of a BackendKeyData message.
func (m Message) pid() int {
	if m.Kind != backendKey || len(m.Body) < 4 {
		return 0
	}
	return int(binary.BigEndian.Uint32(m.Body))
}
