//! A real S3 server over a directory.

use std::path::Path;

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};

const ACCESS: &str = "chorus";
const SECRET: &str = "a secret of a store";

/// A running server with one bucket; it stops when dropped.
pub struct Store {
    dir: TempDir,
    address: String,
    serving: JoinHandle<()>,
}

impl Store {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("evidence")).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(dir.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            // Connections end with the server.
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                connections.spawn(async move {
                    // A client that hangs up is no matter.
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(socket), service)
                        .await;
                });
            }
        });
        Self { dir, address, serving }
    }

    /// The settings of a hub that keeps its files here.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("CHORUS_STORAGE__URL", "s3://evidence/hub".to_owned()),
            ("CHORUS_STORAGE__ENDPOINT", self.address.clone()),
            ("CHORUS_STORAGE__ACCESS_KEY", ACCESS.to_owned()),
            ("CHORUS_STORAGE__SECRET_KEY", SECRET.to_owned()),
        ]
    }

    /// Every object, as bytes.
    pub fn objects(&self) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        gather(&self.dir.path().join("evidence"), &mut found);
        found
    }

    /// Takes it off the network.
    pub fn stop(&self) {
        self.serving.abort();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.stop();
    }
}

fn gather(dir: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            found.push(std::fs::read(path).unwrap());
        }
    }
}
