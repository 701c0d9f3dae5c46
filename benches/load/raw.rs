//! Bare handlers: actix, the same SQL through sqlx, and serde.

use std::net::{SocketAddr, TcpListener};

use actix_web::{
    App, HttpResponse, HttpServer,
    web::{self, Data, Path},
};
use chorus::hub::Hub;
use serde_json::{Value, json};
use sqlx::{PgPool, Row, postgres::PgRow};

/// Serves them beside the hub on PostgreSQL; nothing on SQLite.
pub fn serve(hub: &Hub) -> Option<SocketAddr> {
    if !hub.config.is_postgres() {
        return None;
    }
    let pool = hub.db.get_postgres_connection_pool().clone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(pool.clone()))
            .route("/status/{id}", web::get().to(status))
            .route("/page/{id}", web::get().to(page))
            .route("/list/{id}", web::get().to(list))
    })
    .disable_signals()
    .listen(listener)
    .unwrap()
    .run();
    tokio::spawn(server);
    Some(address)
}

const CASE: &str = "SELECT id, number, operator_id, category, title, summary, stage, outcome, hidden_reason, quorum, \
    gather_until, search, member_count, claimed_fen, evidence_count, citation_count, opened_by, created_at, published_at, \
    closed_at, updated_at FROM cases";

async fn status(pool: Data<PgPool>, id: Path<String>) -> HttpResponse {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{CASE} WHERE id = $1")))
        .bind(&*id)
        .fetch_one(&**pool)
        .await
        .unwrap();
    HttpResponse::Ok().json(json!({
        "number": text(&row, "number"), "stage": text(&row, "stage"), "outcome": text(&row, "outcome"),
        "updatedAt": row.get::<chrono::DateTime<chrono::Utc>, _>("updated_at"),
    }))
}

async fn page(pool: Data<PgPool>, id: Path<String>) -> HttpResponse {
    let case = sqlx::query(sqlx::AssertSqlSafe(format!("{CASE} WHERE id = $1")))
        .bind(&*id)
        .fetch_one(&**pool)
        .await
        .unwrap();
    let operator = sqlx::query("SELECT * FROM operators WHERE id IN ($1)")
        .bind(case.get::<String, _>("operator_id"))
        .fetch_one(&**pool)
        .await
        .unwrap();
    let citations = sqlx::query(
        "SELECT * FROM citations WHERE case_id = $1 AND state IN ('adopted') ORDER BY id LIMIT 100",
    )
    .bind(&*id)
    .fetch_all(&**pool)
    .await
    .unwrap();
    let events = sqlx::query("SELECT * FROM events WHERE case_id = $1 ORDER BY id DESC LIMIT 11")
        .bind(&*id)
        .fetch_all(&**pool)
        .await
        .unwrap();
    HttpResponse::Ok().json(json!({
        "number": text(&case, "number"), "title": text(&case, "title"), "summary": text(&case, "summary"),
        "stage": text(&case, "stage"), "memberCount": case.get::<i64, _>("member_count"),
        "claimedFen": case.get::<i64, _>("claimed_fen"),
        "operator": { "name": text(&operator, "name"), "site": text(&operator, "site"), "hotline": text(&operator, "hotline") },
        "citations": citations.iter().map(|row| json!({
            "provisionId": text(row, "provision_id"), "quote": text(row, "quote"), "clause": text(row, "clause"),
            "why": text(row, "why"),
        })).collect::<Vec<_>>(),
        "timeline": events.iter().take(10).map(|row| json!({
            "kind": text(row, "kind"), "facts": row.get::<Value, _>("facts"),
            "happenedAt": row.get::<chrono::DateTime<chrono::Utc>, _>("happened_at"),
        })).collect::<Vec<_>>(),
    }))
}

async fn list(pool: Data<PgPool>) -> HttpResponse {
    let filter = "published_at IS NOT NULL AND hidden_reason IS NULL ORDER BY id DESC LIMIT 21";
    let cases =
        sqlx::query(sqlx::AssertSqlSafe(format!("{CASE} WHERE {filter}"))).fetch_all(&**pool).await.unwrap();
    let ids: Vec<String> = cases.iter().map(|row| row.get("operator_id")).collect();
    let operators = sqlx::query("SELECT * FROM operators WHERE id = ANY($1)")
        .bind(&ids)
        .fetch_all(&**pool)
        .await
        .unwrap();
    HttpResponse::Ok().json(
        cases
            .iter()
            .take(20)
            .map(|row| {
                let operator =
                    operators.iter().find(|one| text(one, "id") == text(row, "operator_id")).unwrap();
                json!({
                    "cursor": text(row, "id"), "number": text(row, "number"), "title": text(row, "title"),
                    "stage": text(row, "stage"), "memberCount": row.get::<i64, _>("member_count"),
                    "operator": { "name": text(operator, "name") },
                })
            })
            .collect::<Vec<_>>(),
    )
}

fn text(row: &PgRow, column: &str) -> Option<String> {
    row.get(column)
}
