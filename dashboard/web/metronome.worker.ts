// Beats four times a second from a thread of its own: the timers of a background tab are slowed to
// one a second and then to one a minute, and the watchdog over the link may not be.
setInterval(() => postMessage(null), 250);
