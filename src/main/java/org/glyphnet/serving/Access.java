package org.glyphnet.serving;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * Whether a request may be answered: it bears the token, where there is one, and it asks for this
 * service by an address or a name of its own. A page of another site whose name is made to lead to
 * this machine (DNS rebinding) asks by that site's name, and is refused.
 */
final class Access {
  /** An address in figures cannot be made to lead elsewhere. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.%a-z]*\\]?");

  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");
  private static final String ANY = "*";

  private final Optional<byte[]> token;
  private final Set<String> names = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  /**
   * @param host name or address that the service listens on
   */
  Access(String host, ServiceSettings.Access settings) {
    token = settings.token().map(text -> text.getBytes(StandardCharsets.UTF_8));
    names.add("localhost");
    names.add(host.toLowerCase(Locale.ROOT));
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    settings.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  /**
   * The page of another site that a request comes from, if such pages may ask.
   *
   * @return empty for pages of this service, for other clients, and for sites that were not named
   */
  Optional<String> allowedOrigin(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN)).filter(this::isAllowed);
  }

  private boolean isAllowed(String origin) {
    return origins.contains(ANY) || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /**
   * Checks under which name the service is asked, and from which page.
   *
   * @throws Refusal with status 421 for a name that is not its own, 403 for a page of another site
   */
  void checkNames(Request request) {
    HttpURI uri = request.getHttpURI();
    String host = uri.getHost() == null ? "" : uri.getHost();
    if (!isOwn(host)) {
      throw new Refusal(
          Refusal.MISDIRECTED_REQUEST,
          "This service does not answer for the host '"
              + host
              + "'; whoever starts it says for which names it does");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isOwnPage(origin, host) && !isAllowed(origin)) {
      throw new Refusal(Refusal.FORBIDDEN, "Pages of '" + origin + "' may not ask this service");
    }
  }

  /**
   * Checks the token.
   *
   * @param given value of the header or metadata {@code authorization}; null without
   * @throws Refusal with status 401 without the right one
   */
  void checkToken(String given) {
    if (token.isEmpty()) {
      return;
    }
    var bearer = BEARER.matcher(given == null ? "" : given);
    // isEqual takes the same time wherever the two differ.
    if (!bearer.matches()
        || !MessageDigest.isEqual(bearer.group(1).getBytes(StandardCharsets.UTF_8), token.get())) {
      throw new Refusal(
          Refusal.UNAUTHORIZED,
          "A bearer token is needed that this service knows",
          Map.of("WWW-Authenticate", "Bearer realm=\"glyphnet\""));
    }
  }

  private boolean isOwn(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return names.contains(ANY)
        || names.contains(name)
        || name.endsWith(".localhost")
        || ADDRESS.matcher(name).matches();
  }

  /** A page of the same host, or of a name that was given. */
  private boolean isOwnPage(String origin, String host) {
    try {
      String name = URI.create(origin).getHost();
      return names.contains(ANY)
          || (name != null
              && (name.equalsIgnoreCase(host) || names.contains(name.toLowerCase(Locale.ROOT))));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
