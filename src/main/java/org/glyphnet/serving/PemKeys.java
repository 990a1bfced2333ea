package org.glyphnet.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.data.DataException;

/**
 * A certificate and its private key, read from PEM files as certificate authorities hand them out.
 */
final class PemKeys {
  /** Protects the key in a store that never leaves the memory. */
  static final String PASSWORD = "in-memory";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

  private PemKeys() {}

  /**
   * Reads both files.
   *
   * @throws DataException when one holds something else, or the two do not belong together
   */
  static KeyStore read(ServiceSettings.Tls tls) throws IOException {
    Certificate[] chain = certificates(tls.certificate());
    PrivateKey key = key(tls.key(), chain[0].getPublicKey().getAlgorithm());
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("service", key, PASSWORD.toCharArray(), chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw new DataException(
          tls.key() + ": no private key for " + tls.certificate() + ": " + e.getMessage(), e);
    }
  }

  private static Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!chain.isEmpty()) {
        return chain.toArray(Certificate[]::new);
      }
    } catch (GeneralSecurityException e) {
      throw new DataException(file + ": no certificate in PEM: " + e.getMessage(), e);
    }
    throw new DataException(file + ": holds no certificate; PEM is expected");
  }

  private static PrivateKey key(Path file, String algorithm) throws IOException {
    Matcher key = KEY.matcher(Files.readString(file));
    if (!key.find()) {
      throw new DataException(file + ": holds no private key; PEM is expected");
    }
    if (!key.group(1).isEmpty()) {
      throw new DataException(
          file
              + ": a key of the form '"
              + key.group(1).strip()
              + "'; an unencrypted PKCS #8 key is expected, which"
              + " 'openssl pkcs8 -topk8 -nocrypt' makes of it");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(key.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new DataException(file + ": no private key of the certificate's kind, " + algorithm, e);
    }
  }
}
