//! `qinghe-gateway --config FILE`.

use clap::Parser;
use qinghe_gateway::{Config, Gateway};
use std::{path::PathBuf, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// Receives sealed envelopes, stores them, gives receipts, and serves the element and the desk.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Configuration file; `docs/gateway.md` explains its keys.
    #[arg(long)]
    config: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    let gateway = Gateway::open(Config::read(&args.config)?).await?;
    let address = gateway.address().map_err(|why| why.to_string())?;
    // One line for whoever started us; everything else goes to the log.
    println!("{{\"ready\":true,\"port\":{}}}", address.port());
    gateway.serve(stop_signal()).await.map_err(|why| why.to_string())
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a signal handler the process simply ends at Ctrl-C.
    let _no_handler = tokio::signal::ctrl_c().await;
}
