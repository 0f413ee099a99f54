//! The server: a listening socket, the folders it serves, and the threads that answer.

use crate::{
    answer::{Answer, Answerer, Question},
    gzip::Cache,
    place::Place,
    site::Site,
};
use socket2::SockRef;
use std::{
    io::{self, Cursor},
    net::{SocketAddr, TcpListener, ToSocketAddrs},
    path::PathBuf,
    sync::Arc,
    thread::{self, JoinHandle},
};

/// Enough for one browser, which opens six connections to a host.
const WORKERS: usize = 6;

/// A server that has its port but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    site: Site,
    cache_control: &'static str,
}

impl Server {
    /// Takes a port. `127.0.0.1:0` takes any free one.
    ///
    /// # Errors
    /// When the address is taken, or is none of this machine's.
    pub fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        // Connections inherit it. Without it the end of an answer waits until the visitor's system has
        // confirmed its beginning, which it puts off for 40 ms: measured with every file above 1 kB.
        SockRef::from(&listener).set_tcp_nodelay(true)?;
        Ok(Self { listener, site: Site::default(), cache_control: "max-age=600" })
    }

    /// Serves a folder at a prefix such as `/monthwise/`. The folder need not exist yet. A prefix that no
    /// URL can have is never asked for, so its folder is never served.
    #[must_use]
    pub fn mount(mut self, prefix: &str, folder: impl Into<PathBuf>) -> Self {
        if let Some(prefix) = Place::read(prefix) {
            self.site.mount(prefix, folder.into());
        }
        self
    }

    /// Has browsers ask again each time instead of keeping files for ten minutes. For development only:
    /// it is not what Pages does.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.cache_control = "no-cache";
        self
    }

    /// Starts answering on threads in the background.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn start(self) -> io::Result<Running> {
        let address = self.listener.local_addr()?;
        let server = Arc::new(
            tiny_http::Server::from_listener(self.listener, None).map_err(io::Error::other)?,
        );
        let answerer = Arc::new(Answerer {
            site: self.site,
            cache_control: self.cache_control,
            compressed: Cache::default(),
        });
        let mut running = Running { address, server, workers: Vec::with_capacity(WORKERS) };
        for _ in 0..WORKERS {
            let (server, answerer) = (Arc::clone(&running.server), Arc::clone(&answerer));
            // `recv` fails when `Running` is dropped, which is what ends a worker.
            running.workers.push(thread::Builder::new().spawn(move || {
                while let Ok(request) = server.recv() {
                    respond(request, &answerer);
                }
            })?);
        }
        Ok(running)
    }
}

/// A server that answers until it is dropped.
pub struct Running {
    address: SocketAddr,
    server: Arc<tiny_http::Server>,
    workers: Vec<JoinHandle<()>>,
}

impl Running {
    /// Where it answers.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.server.unblock();
        }
        for worker in self.workers.drain(..) {
            // A worker that panicked has told so already; there is nobody left to tell.
            let _ = worker.join();
        }
    }
}

fn respond(request: tiny_http::Request, answerer: &Answerer) {
    let header = |name: &'static str| {
        let of_that_name = request.headers().iter().find(|header| header.field.equiv(name));
        of_that_name.map_or("", |header| header.value.as_str())
    };
    let answer = answerer.answer(&Question {
        reads: matches!(request.method(), tiny_http::Method::Get | tiny_http::Method::Head),
        url: request.url(),
        accept_encoding: header("accept-encoding"),
        if_none_match: header("if-none-match"),
    });
    // A visitor who has gone away is no fault of the server.
    let _ = request.respond(response(answer));
}

fn response(answer: Answer) -> tiny_http::Response<Cursor<Arc<[u8]>>> {
    let headers = answer.headers.iter().filter_map(|(name, value)| {
        // A value that no header can carry is left out; only a strange address can make one.
        tiny_http::Header::from_bytes(name.as_bytes(), value.as_bytes()).ok()
    });
    let length = answer.body.len();
    tiny_http::Response::new(
        answer.status.into(),
        headers.collect(),
        Cursor::new(answer.body),
        Some(length),
        None,
    )
    // Pages tells the length of every file.
    .with_chunked_threshold(usize::MAX)
}
