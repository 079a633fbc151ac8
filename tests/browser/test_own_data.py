"""A reader's own file in a browser."""

import io

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.test_every_view import check_accessible
from tests.browser.visiting import choose_in_menu, visit, wait_until_drawn


def test_a_file_is_uploaded_seen_and_still_there_after_a_visit_to_another_page(page: Page, troubles: list[str]) -> None:
    file = io.BytesIO()
    np.save(file, np.random.default_rng(8).normal(size=321))
    visit(page, "/data?f=ELU")
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "z.npy", "mimeType": "application/octet-stream", "buffer": file.getvalue()})
    expect(page.get_by_text("321 numbers")).to_be_visible()
    wait_until_drawn(page)
    check_accessible(page)
    choose_in_menu(page, "Activation means")
    wait_until_drawn(page)
    choose_in_menu(page, "Your data")
    expect(page.get_by_text("321 numbers")).to_be_visible()
    assert "z.npy" not in page.url
    upload.set_input_files({"name": "z.npy", "mimeType": "application/octet-stream", "buffer": b"cos\nsystem\n(S'x'"})
    expect(page.get_by_test_id("stAlert")).to_contain_text("no .npy array")
    expect(page.get_by_text("16,000 numbers")).to_be_visible()
    wait_until_drawn(page)
    check_accessible(page)
    remove = page.get_by_test_id("stFileUploader").get_by_role("button", name="Remove")
    remove.click()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    upload.set_input_files({"name": "z.npy", "mimeType": "application/octet-stream", "buffer": file.getvalue()})
    expect(page.get_by_text("321 numbers")).to_be_visible()
    wait_until_drawn(page)
    remove.click()
    expect(page.get_by_text("16,000 numbers")).to_be_visible()
    assert troubles == []
