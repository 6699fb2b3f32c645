"""The way of a request: straight to its host, or through the proxy that the environment names for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from ssl import SSLError
from urllib.request import getproxies

import httpx

from sitegen.text import redacted_url

_PROXY = "sitegen.proxy"
"""The extension of a request that names its proxy: https://www.python-httpx.org/advanced/extensions/"""


class RoutedTransport(httpx.BaseTransport):
    """Sends each request straight or through a proxy, as ``proxies`` says, and names a proxy that is dead.

    ``proxies`` is what ``urllib.request.getproxies`` gives: ``{"https": "http://proxy:3128", "no": "::1"}``;
    httpx reads the same variables, but takes no address with brackets or a range in ``NO_PROXY``, and its
    errors do not tell a proxy from a host: https://www.python-httpx.org/environment_variables/. Raises
    ImportError, ValueError or OSError where a proxy or the certificates cannot be used.
    """

    def __init__(self, proxies: Mapping[str, str]) -> None:
        self._outside = proxies.get("no", "")
        verify = httpx.create_ssl_context()
        self._direct = httpx.HTTPTransport(verify=verify)
        named = [scheme for scheme in ("http", "https", "all") if proxies.get(scheme)]
        self._proxied = {
            scheme: (redacted_url(address), httpx.HTTPTransport(verify=verify, proxy=address))
            for scheme in named
            for address in [_with_scheme(proxies[scheme])]
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request; raises ProxyError where the proxy is not there."""
        route = self._proxied.get(request.url.scheme) or self._proxied.get("all")
        if route is None or is_outside(self._outside, request.url):
            return self._direct.handle_request(request)
        name, transport = route
        request.extensions = {**request.extensions, _PROXY: name}
        try:
            return transport.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            if isinstance(_root(error), SSLError):  # the tunnel stands, and the host behind it is at fault
                raise
            raise httpx.ProxyError(
                f"{name} ({str(error) or 'no connection in time'})", request=request
            ) from None

    def close(self) -> None:
        """Close every connection."""
        for transport in [self._direct, *[transport for _, transport in self._proxied.values()]]:
            transport.close()


def proxied_client() -> httpx.Client:
    """Return a client that goes the way that the environment, or the system, names for each address."""
    return httpx.Client(transport=RoutedTransport(getproxies()), trust_env=False)


def passed_proxy(request: httpx.Request) -> str:
    """Return which proxy a request was sent through: ``, through the proxy http://proxy:3128``, or nothing.

    It is the proxy that hangs, hangs up or wants a password then, or it tells what the host does.
    """
    name = request.extensions.get(_PROXY)
    return f", through the proxy {name}" if name else ""


def _root(error: BaseException) -> BaseException:
    """Return the error that an error came from in the end."""
    while cause := error.__cause__ or error.__context__:
        error = cause
    return error


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"http://{address}"


def is_outside(listed: str, url: httpx.URL) -> bool:
    """Return whether the list ``NO_PROXY`` names the host of an address: ``example.org, [::1]:80, fd00::/8``.

    A name stands for itself and all below it, an address may be a range, and both may have a port:
    https://curl.se/libcurl/c/CURLOPT_NOPROXY.html. One that makes no sense is none.
    """
    return any(_names(entry, url) for entry in re.split(r"[,\s]+", listed.strip()) if entry)


def _names(entry: str, url: httpx.URL) -> bool:
    entry = entry.lower().partition("://")[2] or entry.lower()
    parts = re.fullmatch(r"(?:\[([^]]*)\]|([^:]*)|(.*))(/[0-9]+)?(?::([0-9]+))?", entry)
    if entry == "*" or parts is None:
        return entry == "*"
    bracketed, plain, other, size, port = parts.groups()
    host = next(text for text in (bracketed, plain, other) if text is not None)
    usual = {"http": 80, "https": 443}.get(url.scheme)
    if port and int(port) != (url.port or usual):
        return False
    try:
        address = ip_address(url.host)
    except ValueError:
        name = host.lstrip("*").lstrip(".")
        return bool(name) and f".{url.host}".endswith(f".{name}")
    try:
        return address in ip_network(f"{host}{size or ''}", strict=False)
    except ValueError:
        return False
