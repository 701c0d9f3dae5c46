//! Counters for whoever runs the hub, in the text format of Prometheus.
//!
//! Labels are names of ours (a route's pattern, a class of status, an outcome): never an id, a path or anything
//! else that callers choose, which would let them grow the registry as they like.

use std::{sync::LazyLock, time::Duration};

use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
    core::Collector,
};
use sea_orm::DatabaseBackend;
use tracing::error;

use crate::{hub::Hub, service::queue};

/// Seconds between which requests are told apart.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    letters: IntCounterVec,
    jobs: IntCounterVec,
    waiting: IntGaugeVec,
    jobs_failed: IntGauge,
    connections: IntGaugeVec,
}

impl Metrics {
    fn new() -> Self {
        let registry = Registry::new();
        let seconds = HistogramOpts::new("chorus_http_request_seconds", "How long requests took.");
        let counter = |name: &str, help: &str| {
            let made = IntCounterVec::new(Opts::new(name, help), &["outcome"]);
            kept(&registry, made.expect(VALID))
        };
        let gauges = |name: &str, help: &str, label: &str| {
            kept(&registry, IntGaugeVec::new(Opts::new(name, help), &[label]).expect(VALID))
        };
        Self {
            requests: kept(
                &registry,
                HistogramVec::new(seconds.buckets(SECONDS.to_vec()), &["route", "status"]).expect(VALID),
            ),
            letters: counter("chorus_letters_total", "Attempts at letters, by what became of them."),
            jobs: counter("chorus_jobs_total", "Attempts at jobs, by what became of them."),
            waiting: gauges("chorus_waiting", "What waits in the queue, due or not.", "what"),
            jobs_failed: kept(
                &registry,
                IntGauge::new("chorus_jobs_given_up", "Jobs that were given up.").expect(VALID),
            ),
            connections: gauges("chorus_database_connections", "Connections to the database.", "state"),
            registry,
        }
    }
}

const VALID: &str = "the names and labels are constants that a test has registered";

fn kept<C: Collector + Clone + 'static>(registry: &Registry, collector: C) -> C {
    registry.register(Box::new(collector.clone())).expect(VALID);
    collector
}

/// Counts a request to a route, named by its pattern (`/cases/{number}`), and how long it took.
pub fn request(route: &str, status: u16, took: Duration) {
    let class = match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    METRICS.requests.with_label_values(&[route, class]).observe(took.as_secs_f64());
}

/// Counts letters with this outcome: `sent`, `deferred`, `failed`, `suppressed`.
pub fn letters(outcome: &'static str, count: usize) {
    METRICS.letters.with_label_values(&[outcome]).inc_by(count as u64);
}

/// Counts a job with this outcome: `done`, `deferred`, `failed`.
pub fn job(outcome: &'static str) {
    METRICS.jobs.with_label_values(&[outcome]).inc();
}

/// Everything that was counted, and how much waits now, in the text format of Prometheus.
///
/// A database that does not answer leaves the gauges of the queue as they were: the counters are wanted most
/// when something is wrong.
pub async fn render(hub: &Hub) -> String {
    let gauge = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    match queue::depth(hub).await {
        Ok(depth) => {
            METRICS.waiting.with_label_values(&["letters"]).set(gauge(depth.letters));
            METRICS.waiting.with_label_values(&["jobs"]).set(gauge(depth.jobs));
            METRICS.jobs_failed.set(gauge(depth.jobs_failed));
        }
        Err(error) => error!(?error, "the queue could not be measured"),
    }
    let (open, idle) = connections(hub);
    METRICS.connections.with_label_values(&["open"]).set(gauge(open.into()));
    METRICS.connections.with_label_values(&["idle"]).set(gauge(idle as u64));
    TextEncoder::new().encode_to_string(&METRICS.registry.gather()).unwrap_or_else(|error| {
        error!(?error, "the metrics could not be written");
        String::new()
    })
}

/// The connections to the database: open in all, and idle.
fn connections(hub: &Hub) -> (u32, usize) {
    match hub.db.get_database_backend() {
        DatabaseBackend::Postgres => {
            let pool = hub.db.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        }
        _ => {
            let pool = hub.db.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told() {
        request("/cases/{number}", 404, Duration::from_millis(3));
        letters("sent", 2);
        job("done");
        let text = TextEncoder::new().encode_to_string(&METRICS.registry.gather()).unwrap();
        for line in [
            "chorus_http_request_seconds_count{route=\"/cases/{number}\",status=\"4xx\"} 1",
            "chorus_letters_total{outcome=\"sent\"} 2",
            "chorus_jobs_total{outcome=\"done\"} 1",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
