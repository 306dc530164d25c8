if (new URLSearchParams(location.search).has("refused")) {
  document.getElementById("refused").textContent = "The name or the password is wrong.";
}
