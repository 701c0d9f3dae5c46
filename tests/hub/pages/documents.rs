//! Every operation of the pages is one that the API takes.

use serde_json::json;

use crate::support::App;

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_a_page_or_form_fits_the_schema() {
    let app = App::start().await;
    for (name, document) in chorus::web::pages::documents() {
        let answer = app.guest(document, json!({})).await;
        for error in answer["errors"].as_array().into_iter().flatten() {
            // What is wrong with a document has no path; what a resolver answers to missing variables has.
            assert!(error["path"].is_array(), "{name}: {error}");
        }
    }
}
