//! The server: a listening socket, the folders it serves, and the threads that answer.

use crate::{
    answer::{Answer, Answerer, Question},
    gzip::Cache,
    place::Place,
    site::Site,
};
use http_body_util::Full;
use hyper::{
    Method, Request, Response,
    body::{Bytes, Incoming},
    header::HeaderValue,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs},
    path::PathBuf,
    sync::Arc,
};
use tokio::runtime::{Builder, Runtime};

/// Enough for one browser, which opens six connections to a host: an answer is read from the disk and
/// compressed where it is asked for.
const WORKERS: usize = 6;

/// Where to look for a port that nobody has asked for, and how far.
const FIRST_PORT: u16 = 8080;
const LAST_PORT: u16 = 8179;

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
        Ok(Self { listener, site: Site::default(), cache_control: "max-age=600" })
    }

    /// Takes a port for this machine alone: the one that was asked for, or the first free one from 8080
    /// on.
    ///
    /// # Errors
    /// When there is none; the error says what to do.
    pub fn on_port(port: Option<u16>) -> io::Result<Self> {
        let at = |port: u16| Self::bind((Ipv4Addr::LOCALHOST, port));
        let refused = |which: String| {
            move |error: io::Error| {
                io::Error::new(error.kind(), format!("{which}; choose another with --port"))
            }
        };
        if let Some(port) = port {
            return at(port).map_err(refused(format!("port {port} cannot be used")));
        }
        for port in FIRST_PORT..LAST_PORT {
            match at(port) {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                result => return result,
            }
        }
        let none = format!("no port from {FIRST_PORT} to {LAST_PORT} can be used");
        at(LAST_PORT).map_err(refused(none))
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
        let runtime = Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build()?;
        self.listener.set_nonblocking(true)?;
        let inside = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        drop(inside);
        let answerer = Arc::new(Answerer {
            site: self.site,
            cache_control: self.cache_control,
            compressed: Cache::default(),
        });
        runtime.spawn(accept(listener, answerer));
        Ok(Running { address, runtime: Some(runtime) })
    }
}

/// A server that answers until it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    runtime: Option<Runtime>,
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
        // Connections that visitors keep open are not waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn accept(listener: tokio::net::TcpListener, answerer: Arc<Answerer>) {
    loop {
        // A connection that broke while it was made is the visitor's matter.
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Without it the end of an answer waits until the visitor's system has confirmed its beginning,
        // which it puts off for 40 ms: measured with every file above 1 kB.
        let _ = stream.set_nodelay(true);
        let answerer = Arc::clone(&answerer);
        let service = service_fn(move |request| {
            let response = respond(&request, &answerer);
            async move { Ok::<_, Infallible>(response) }
        });
        // A visitor who has gone away is no fault of the server.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn respond(request: &Request<Incoming>, answerer: &Answerer) -> Response<Full<Bytes>> {
    let header = |name: &str| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    response(answerer.answer(&Question {
        reads: matches!(*request.method(), Method::GET | Method::HEAD),
        url: request.uri().path_and_query().map_or("", |url| url.as_str()),
        accept_encoding: header("accept-encoding"),
        if_none_match: header("if-none-match"),
    }))
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_owner(answer.body)));
    if let Ok(status) = answer.status.try_into() {
        *response.status_mut() = status;
    }
    for (name, value) in &answer.headers {
        // A value that no header can carry is left out; only a strange address can make one.
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(*name, value);
        }
    }
    response
}
