//! How every page looks: within its width, dark as well as light, and nothing in it that keeps somebody out.

use serde_json::json;

use super::driver::{DESK, Driver, PHONE};
use crate::{
    access::world::Role,
    pages::{
        hostile,
        world::{Places, is_hidden},
    },
    support::{App, person::PASSWORD},
};

/// Finds what keeps people with disabilities out of a page; its own README says where it comes from.
const AXE: &str = include_str!("axe/axe-4.14.1.min.js");

const RUN_AXE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations.map((one) =>
        `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 160)).join(' | ')}`)))";

/// Elements that stick out of the window, and do not scroll by themselves.
const STICKING_OUT: &str = "const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('main *, header *, footer *')]
        .filter((one) => one.getBoundingClientRect().right > wide + 1)
        .slice(0, 4).map((one) => one.outerHTML.slice(0, 120));";

/// Opens every page in a browser of somebody, and gathers what `look` finds.
async fn everywhere(browser: &Driver, app: &App, places: &Places<'_>, role: Role, look: Look) -> Vec<String> {
    if role != Role::Guest {
        browser.open_page(&format!("{}/sign-in", app.url)).await;
        browser.fill("input[name=email]", &places.world.person(role).email).await;
        browser.fill("input[name=password]", PASSWORD).await;
        browser.click("main form button").await;
        browser.find("form[data-form], a[href='/me/letters']").await;
    }
    let mut wrong = Vec::new();
    for (name, path, for_people) in chorus::web::pages::paths() {
        if (role == Role::Guest && for_people) || is_hidden(name, role) || name == "live" {
            continue;
        }
        let address = places.address(path, role);
        browser.open_page(&format!("{}{address}", app.url)).await;
        let found = match look {
            Look::Width => browser.run(STICKING_OUT, json!([])).await,
            Look::Access => {
                browser.run(&format!("{AXE}; return null"), json!([])).await;
                browser.run_until(RUN_AXE, json!([])).await
            }
        };
        if let Some(dir) = std::env::var_os("PICTURES") {
            let name = format!("{name}-{role:?}-{look:?}.png");
            std::fs::write(std::path::Path::new(&dir).join(name), browser.picture().await).unwrap();
        }
        let found = found.as_array().into_iter().flatten();
        wrong.extend(found.map(|one| format!("{address} as {role:?}: {}", one.as_str().unwrap_or_default())));
    }
    wrong
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
enum Look {
    Width,
    Access,
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_wider_than_a_telephone_whatever_people_write() {
    let app = App::start().await;
    let Some(browser) = Driver::open(PHONE).await else { return };
    let places = Places::new(&app).await;
    hostile::fill(&places).await;
    let mut wrong = Vec::new();
    for role in [Role::Guest, Role::Member, Role::Organiser] {
        wrong.extend(everywhere(&browser, &app, &places, role, Look::Width).await);
        browser.forget().await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_keeps_anybody_out() {
    let app = App::start().await;
    let Some(browser) = Driver::open(DESK).await else { return };
    let places = Places::new(&app).await;
    let mut wrong = Vec::new();
    for (role, dark) in
        [(Role::Guest, false), (Role::Guest, true), (Role::Member, false), (Role::Organiser, true)]
    {
        browser.dark(dark).await;
        wrong.extend(everywhere(&browser, &app, &places, role, Look::Access).await);
        browser.forget().await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
